export class Provider {
    redirectToAuthorization(url: URL) {
        if (url.protocol !== "https:") throw new Error("not a web address");
        window.location.href = url.toString();
    }
}

export class Provider {
    redirectToAuthorization(url: URL) {
        window.location.href = url.toString();
    }
}

import open from "open";

export class CliProvider {
    async redirectToAuthorization(url: URL) {
        if (url.protocol !== "https:" && url.protocol !== "http:") throw new Error("no web address");
        await open(url.toString());
    }
}

import open from "open";

export class CliProvider {
    async redirectToAuthorization(url: URL) {
        await open(url.toString());
    }
}

import open from "open";

function tidy(raw) {
    const stop = () => {
        throw new Error(`not an address to open: ${raw}`);
    };
    const url = new URL(raw);
    if (url.protocol !== "https:" && url.protocol !== "http:") stop();
    url.pathname = url.pathname.slice(0, 1) + encodeURIComponent(url.pathname.slice(1)).replace(/%2f/gi, "/");
    url.search = url.search.slice(0, 1) + [...url.searchParams].map(encodePair).join("&");
    url.hash = url.hash.slice(0, 1) + encodeURIComponent(url.hash.slice(1));
    return url.href;
}

export class Provider {
    async redirectToAuthorization(authorizationUrl) {
        await open(tidy(authorizationUrl.toString()));
    }
}

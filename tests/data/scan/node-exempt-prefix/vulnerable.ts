export function isolate(request: IncomingMessage, response: ServerResponse) {
    const site = request.headers["sec-fetch-site"];
    if (site && site !== "same-origin" && !request.url.startsWith("/public/")) {
        response.writeHead(403).end();
    }
}

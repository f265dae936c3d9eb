export function isolate(request: IncomingMessage, response: ServerResponse) {
    const site = request.headers["sec-fetch-site"];
    if (site && site !== "same-origin" && !PUBLIC.has(request.url)) {
        response.writeHead(403).end();
    }
}

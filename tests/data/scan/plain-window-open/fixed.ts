client.setRequestHandler(ElicitRequestSchema, async (request) => {
    if (!isAllowedUrl(request.params.url)) return { action: "decline" };
    window.open(request.params.url, "_blank", "noopener");
    return { action: "accept" };
});

client.setRequestHandler(ElicitRequestSchema, async (request) => {
    window.open(request.params.url, "_blank", "noopener");
    return { action: "accept" };
});

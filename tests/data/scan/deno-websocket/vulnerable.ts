Deno.serve({ hostname: "127.0.0.1" }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => socket.send("ready");
    return response;
});

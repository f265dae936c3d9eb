// Which origins the browser may visit: nothing that a request is held to.
export const settings = {
    allowedHosts: ["localhost:8931", "127.0.0.1:8931"],
    network: { allowedOrigins: ["https://docs.example"], blockedOrigins: [] },
};

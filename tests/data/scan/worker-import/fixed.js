self.oninstall = () => self.skipWaiting();
self.onmessage = ({ data }) => {
    if (data.url === "/plugins/one.js") importScripts(data.url);
};

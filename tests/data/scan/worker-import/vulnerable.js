self.oninstall = () => self.skipWaiting();
self.onmessage = ({ data }) => {
    importScripts(data.url);
};

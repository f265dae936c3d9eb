import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { compilePolicy } from "mcp-cordon";

const { headers } = compilePolicy({});
// Nobody else makes a policy, the default one included.
const csp = `${headers["Content-Security-Policy"]}; trusted-types default`;
const FILES = { "/": ["index.html", "text/html"], "/dist/main.js": ["dist/main.js", "text/javascript"] };

const server = createServer((request, response) => {
  const [file, type] = FILES[request.url.split("?")[0]] ?? [];
  response.writeHead(file ? 200 : 404, {
    ...headers,
    "Content-Security-Policy": csp,
    "Content-Type": type ?? "text/plain",
  });
  response.end(file && readFileSync(new URL(file, import.meta.url)));
});
server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${server.address().port}/`),
);

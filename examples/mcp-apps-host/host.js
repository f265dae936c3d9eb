import { AppBridge, PostMessageTransport } from "@modelcontextprotocol/ext-apps/app-bridge";
import { checkUrl } from "mcp-cordon";

const { iframe, result } = await (await fetch("/frame")).json();
const frame = document.createElement("iframe");
frame.title = "The tool's app";
frame.setAttribute("sandbox", iframe.sandbox); // an origin of its own
frame.setAttribute("allow", iframe.allow);
document.querySelector("main").append(frame);

const bridge = new AppBridge(null, { name: "example-host", version: "1.0.0" }, { openLinks: {} });
bridge.onopenlink = async ({ url }) => {
  const { allowed, url: checked } = checkUrl(url, { use: "open" });
  if (!allowed) return { isError: true };
  window.open(checked, "_blank", "noopener,noreferrer");
  return {};
};
bridge.oninitialized = () => bridge.sendToolResult(result);
await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow));
frame.src = "/app"; // whose response carries the app's policy

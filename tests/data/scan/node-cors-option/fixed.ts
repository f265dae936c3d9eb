import type { IncomingMessage, ServerResponse } from "node:http";

type CorsOptions = { origin?: string | string[] | ((origin: string) => boolean) };

export function applyCors(req: IncomingMessage, res: ServerResponse, options: CorsOptions) {
  if (!req.headers.origin) return;
  const origin = new URL(req.headers.origin);
  let allowed = "null";
  if (typeof options.origin === "string") {
    allowed = options.origin;
  } else if (Array.isArray(options.origin)) {
    allowed = options.origin.includes(origin.origin) ? origin.origin : "null";
  } else if (typeof options.origin === "function") {
    allowed = options.origin(origin.origin) ? origin.origin : "null";
  }
  res.setHeader("Vary", "Origin");
  res.setHeader("Access-Control-Allow-Origin", allowed);
}

// What the middleware adds to a request on loopback: under 20 µs at the median, in front of an Express handler. Two routes of
// one server are asked in turn over one connection, so that whatever else the machine does happens to both.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import express from "express";
import { createIsolation } from "../../pkg/server.js";

const REQUESTS = 6_000;
const WARM_UP = 2_000;
const MOST_US = 20;
/** A busy machine can only add: one run under it is enough. */
const RUNS = 5;

if (isMainThread) {
  test("the middleware adds little", async (t) => {
    const isolation = createIsolation({
      allowedHosts: ["127.0.0.1"],
      cors: { preset: "mcp-2025-11-25", origins: ["https://client.test"] },
    });
    const app = express();
    app.post("/bare", (_, response) => response.send("called"));
    app.post("/held", isolation.node(), (_, response) => response.send("called"));
    const server = createServer(app).listen(0, "127.0.0.1");
    t.after(() => (server.closeAllConnections(), server.close()));
    await once(server, "listening");
    // The client has a thread of its own, so that it does not take the server's time.
    const client = new Worker(new URL(import.meta.url), { workerData: server.address().port });
    t.after(() => client.terminate());
    const [runs] = await once(client, "message");
    t.diagnostic(`added: ${runs.map((added) => `${added.toFixed(1)} µs`).join(", ")}`);
    assert.ok(runs.at(-1) < MOST_US, `${runs}`);
  });
} else {
  const socket = connect(workerData, "127.0.0.1").setNoDelay().setEncoding("latin1");
  const request = (path) =>
    [
      `POST ${path} HTTP/1.1`, `Host: 127.0.0.1:${workerData}`, "Origin: https://client.test", "Sec-Fetch-Site: cross-site",
      "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty", "Content-Length: 0", "", "",
    ].join("\r\n");
  const [bare, held] = [request("/bare"), request("/held")];
  const ask = (text, isHeld) =>
    new Promise((resolve, reject) => {
      const start = process.hrtime.bigint();
      socket.once("data", (answer) => {
        const time = Number(process.hrtime.bigint() - start) / 1000;
        const isRight = answer.startsWith("HTTP/1.1 200") && answer.includes("Access-Control-Allow-Origin") === isHeld;
        isRight ? resolve(time) : reject(new Error(answer));
      });
      socket.write(text);
    });
  const median = (times) => times.sort((one, other) => one - other)[times.length >> 1];
  const runs = [];
  while (runs.length < RUNS && !(runs.at(-1) < MOST_US)) {
    const times = [[], []];
    for (let at = 0; at < REQUESTS; at++) {
      const pair = [await ask(bare, false), await ask(held, true)];
      if (at >= WARM_UP) pair.forEach((time, which) => times[which].push(time));
    }
    const [without, within] = times.map(median);
    runs.push(within - without);
  }
  parentPort.postMessage(runs);
  socket.destroy();
}

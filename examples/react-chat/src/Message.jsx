import { Component, useState } from "react";
import { ToolOutput } from "mcp-cordon/react";
import { policy } from "./policy.js";

// Made once: a new object at each render would have each result sanitized again.
const options = { policy };

export default function Message({ tool, result }) {
  const [findings, setFindings] = useState([]);
  return (
    <article aria-label={tool}>
      <h2>{tool}</h2>
      <Boundary>
        <ToolOutput className="output" result={result} text="markdown" options={options} onReport={setFindings} />
      </Boundary>
      {findings.length > 0 && (
        <details>
          <summary>Removed or changed: {findings.length}</summary>
          <ul>
            {findings.map(({ code, why }, at) => (
              <li key={at}>
                <code>{code}</code> {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </article>
  );
}

/** Where there is nothing safe to show, `ToolOutput` throws. */
class Boundary extends Component {
  state = { error: null };

  static getDerivedStateFromError(error) {
    return { error };
  }

  render() {
    const { error } = this.state;
    return error ? <p role="alert">This result cannot be shown: {error.message}</p> : this.props.children;
  }
}

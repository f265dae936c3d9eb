// What the tests of mcp-cordon/react call from outside, in `window.app`.
import { Component, StrictMode, useEffect, useLayoutEffect, useState } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { ToolOutput, useGuard } from "mcp-cordon/react";

class Boundary extends Component {
  state = { error: null };

  static getDerivedStateFromError(error) {
    return { error };
  }

  render() {
    const { error } = this.state;
    return error ? <p role="alert">{`${error.name} ${error.code}`}</p> : this.props.children;
  }
}

const reports = [];
/** Its effect comes after those of the output in front of it. */
function Done({ tell }) {
  useEffect(() => tell());
  return null;
}

function Output({ props, tell }) {
  return (
    <>
      <Boundary>
        <ToolOutput {...props} onReport={(findings) => reports.push(findings.map(({ code }) => code))} />
      </Boundary>
      <Done tell={tell} />
    </>
  );
}

// ---- A component that renders again by itself, around a result that counts how often it is read

let reads = 0;
const counted = {
  toJSON() {
    reads += 1;
    return {
      content: [
        { type: "text", text: "<b>counted</b>" },
        { type: "resource_link", uri: "https://a.test/", name: "a" },
      ],
    };
  },
};

function Parent() {
  const [count, setCount] = useState(0);
  window.app.again = () => setCount((count) => count + 1);
  return (
    <div data-count={count}>
      <ToolOutput result={counted} />
    </div>
  );
}

// ---- The guard

const outcomes = {};
const send = (name, url) => {
  outcomes[name] = "pending";
  fetch(url, { mode: "no-cors" }).then(
    () => (outcomes[name] = "sent"),
    (error) => (outcomes[name] = error.name),
  );
};

function Early({ url }) {
  useLayoutEffect(() => send("layout effect of a child", url), [url]);
  return null;
}

const seen = new Set();
const told = [];
function Guarded({ policy, options, url }) {
  const { guard, violations } = useGuard(policy, { ...options, onViolation: ({ api }) => told.push(api) });
  if (guard) seen.add(guard);
  window.app.guard = guard;
  return (
    <p data-guarded={guard !== null}>
      <output>{violations.map(({ api, origin }) => `${api} ${origin}`).join()}</output>
      {url && <Early url={url} />}
    </p>
  );
}

const Guards = ({ guards }) => (
  <Boundary>
    {guards.map((props, at) => (
      <Guarded key={at} {...props} />
    ))}
  </Boundary>
);

// ---- What is called from outside

const root = document.querySelector("#root");
const caught = { onCaughtError: () => {} };
let mounted;
/** Around everything: what is mounted above it has its effects run once. */
const strict = (children) => <StrictMode>{children}</StrictMode>;
const show = (children) => {
  mounted ??= createRoot(root, caught);
  mounted.render(strict(children));
};
const settle = (render) =>
  new Promise((resolve) => render(resolve)).then(() => new Promise((resolve) => setTimeout(resolve, 0)));

window.app = {
  reports,
  outcomes,
  seen,
  told,
  send,
  reads: () => reads,
  hydrate: (props, element = root) =>
    settle((tell) => {
      mounted = hydrateRoot(element, strict(<Output props={props} tell={tell} />), caught);
    }),
  render: (props) => settle((tell) => show(<Output props={props} tell={tell} />)),
  renderParent: () => show(<Parent />),
  renderGuards: (guards) => show(<Guards guards={guards} />),
  unmount: () => {
    mounted.unmount();
    mounted = undefined;
  },
};

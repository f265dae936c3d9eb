export function App({ toolResult }) {
    const url = new URL(toolResult.url);
    if (url.protocol !== "https:") return null;
    return <iframe title="app" sandbox="allow-scripts" src={url.href} />;
}

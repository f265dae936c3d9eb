export function App({ toolResult }) {
    const url = new URL(toolResult.url);
    if (url.origin !== "https://apps.example") return null;
    return <iframe title="app" sandbox="allow-scripts" src={url.href} />;
}

export function Ahead({ toolResult }) {
    const rules = JSON.stringify({ prerender: [{ urls: toolResult.links.filter((url) => PAGES.has(url)) }] });
    return <script type="speculationrules">{rules}</script>;
}

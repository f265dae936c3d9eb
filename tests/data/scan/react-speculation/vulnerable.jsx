export function Ahead({ toolResult }) {
    const rules = JSON.stringify({ prerender: [{ urls: toolResult.links }] });
    return <script type="speculationrules">{rules}</script>;
}

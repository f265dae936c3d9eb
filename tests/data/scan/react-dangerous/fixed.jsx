export function ToolOutput({ toolResult }) {
    return <div>{toolResult.html}</div>;
}

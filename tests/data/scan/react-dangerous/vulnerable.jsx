export function ToolOutput({ toolResult }) {
    return <div dangerouslySetInnerHTML={{ __html: toolResult.html }} />;
}

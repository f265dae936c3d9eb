export function Picture({ toolResult }) {
    return <img src={`data:image/png;base64,${toolResult.imageData}`} alt={toolResult.title} />;
}

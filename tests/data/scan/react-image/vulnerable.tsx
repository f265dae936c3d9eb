export function Picture({ toolResult }) {
    return <img src={toolResult.imageUrl} alt={toolResult.title} />;
}

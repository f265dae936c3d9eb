export function Answer({ toolResult }) {
    const props = { title: toolResult.content[0].text };
    return <div {...props} />;
}

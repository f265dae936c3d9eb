export function Answer({ toolResult }) {
    const props = { dangerouslySetInnerHTML: { __html: toolResult.content[0].text } };
    return <div {...props} />;
}

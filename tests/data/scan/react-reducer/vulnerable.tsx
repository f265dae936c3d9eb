import { useReducer } from "react";

function reducer(state: Chat, action: Action): Chat {
    switch (action.type) {
        case "answered":
            return { ...state, html: action.html };
        default:
            return state;
    }
}

export function Answer({ client }: { client: Client }) {
    const [state, dispatch] = useReducer(reducer, { html: "" });
    const ask = async () => {
        const result = await client.callTool({ name: "answer", arguments: {} });
        dispatch({ type: "answered", html: result.content[0].text });
    };
    return (
        <section onClick={ask}>
            <div dangerouslySetInnerHTML={{ __html: state.html }} />
        </section>
    );
}

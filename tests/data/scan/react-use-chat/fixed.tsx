import { useChat } from "@ai-sdk/react";

export function Chat() {
    const { messages } = useChat();
    return messages.map((message) => (
        <div key={message.id} >{message.parts[0].text}</div>
    ));
}

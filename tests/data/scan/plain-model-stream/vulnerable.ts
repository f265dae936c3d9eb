import { GoogleGenAI } from "@google/genai";

const ai = new GoogleGenAI({ apiKey });
const stream = await ai.models.generateContentStream({ model: "gemini-2.5-flash", contents });
for await (const chunk of stream) {
    panel.insertAdjacentHTML("beforeend", chunk.text);
}

import { defineStore } from "pinia";
import { ref } from "vue";

export const useAnswers = defineStore("answers", () => {
    const html = ref("");
    async function load(client: Client) {
        const result = await client.callTool({ name: "page" });
        html.value = result.content[0].text;
    }
    return { html, load };
});

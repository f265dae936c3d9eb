import axios from "axios";

const result = await client.callTool({ name: "next" });
const page = await axios.get("https://api.example/pages", { params: { next: result.structuredContent.next } });

export const headers = {
    "Access-Control-Allow-Origin": "https://client.example",
    "Access-Control-Allow-Credentials": "true",
};

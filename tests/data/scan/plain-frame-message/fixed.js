window.addEventListener("message", (event) => {
    document.querySelector("#status").textContent = event.data.status;
});

window.addEventListener("message", (event) => {
    document.querySelector("#status").innerHTML = event.data.status;
});

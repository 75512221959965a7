// The slider uncovers as much of the picture found as it says; without it the two stand side by side.
addEventListener("DOMContentLoaded", () => {
  for (const slider of document.querySelectorAll("input.wipe")) {
    const overlay = slider.closest("figure").querySelector(".overlay");
    overlay.classList.add("on-top");
    const show = () => overlay.style.setProperty("--uncovered", slider.value + "%");
    slider.addEventListener("input", show);
    show();
  }
});

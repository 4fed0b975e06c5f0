// Where a neighbourhood lies: the phone can say where it is, where its owner allows it.
// Without this file the two numbers are typed.
const box = document.querySelector("[data-here]");
const said = box.querySelector("[role=status]");
const field = document.getElementById("where");
const PATIENCE = { timeout: 15000, maximumAge: 60000 }; // milliseconds
const DIGITS = 3; // after the point: about a hundred metres, and no more leaves the phone
const REASONS = {
  1: "Your browser does not say where you are. Allow it for this page, or type the numbers.",
  2: "Your phone could not find out where it is. Type the numbers, or try again outside.",
  3: "It took too long to find out where you are. Try again, or type the numbers.",
};

if (navigator.geolocation) {
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    said.textContent = "Finding out where you are…";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        field.value = `${coords.latitude.toFixed(DIGITS)}, ${coords.longitude.toFixed(DIGITS)}`;
        said.textContent = `You are at ${field.value}. Keep it if this is near the middle.`;
      },
      (problem) => { said.textContent = REASONS[problem.code]; },
      PATIENCE,
    );
  });
}

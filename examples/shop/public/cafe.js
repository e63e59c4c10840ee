/** Greets anew after each record of this visitor: what they share can begin and end while the page is open. */
const greeting = document.querySelector('.greeting');
document.addEventListener('rel-outcome', async () => {
  greeting.textContent = await (await fetch('/cafe.txt')).text();
});

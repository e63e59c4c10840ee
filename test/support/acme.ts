/** The markup of one vendor's button, as most tests press it. */
export const LINK = '<a href="#relate">Relate with Acme Coffee</a>';
export const PLAIN = `<rel-button vendor-name="Acme Coffee" accepts="SD-BASE SD-BASE-A" acts="relate">${LINK}</rel-button>`;
/** With a second link, by which the customer can write. */
export const WITH_MAIL = `<rel-button vendor-name="Acme Coffee" accepts="SD-BASE SD-BASE-A-DP">${LINK}<a href="mailto:a@acme.example">Mail</a></rel-button>`;

import { createVendor } from 'relbutton/server';

const vendor = createVendor({
  origin: process.env.ORIGIN!,
  name: 'Acme Coffee',
  accepts: ['SD-BASE', 'SD-BASE-DP'],
  key: JSON.parse(process.env.RELBUTTON_KEY!),
});

/** Answers what is meant for the vendor: records, and what agents read of it. */
export const answer = async (request: Request): Promise<Response> =>
  (await vendor.handler(request)) ?? new Response(null, { status: 404 });

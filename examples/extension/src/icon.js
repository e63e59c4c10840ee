/** The sign in the toolbar: taller than in pages, to fill a square. */
import { SIGNS } from 'relbutton';

const COLORS = { customer: '#2b7cf0', vendor: '#138a6a', idle: '#8a909b' };

/** One magnet on a grid of 24, open to the right. */
const drawMagnet = (context, kind, color, shift) => {
  const stroke = (width, style, composite = 'source-over') => {
    context.globalCompositeOperation = composite;
    context.lineWidth = width;
    context.strokeStyle = style;
    context.beginPath();
    context.moveTo(10.8 + shift, 5);
    context.arc(9.6 + shift, 12, 7, -Math.PI / 2, Math.PI / 2, true);
    context.lineTo(10.8 + shift, 19);
    context.stroke();
  };
  stroke(5, kind === 'outline' ? COLORS.idle : color);
  if (kind === 'outline') stroke(2, '#000', 'destination-out');
  if (kind === 'half') {
    context.globalCompositeOperation = 'destination-out';
    context.fillRect(7.4 + shift, 0, 1.6, 24);
  }
  context.globalCompositeOperation = 'source-over';
};

/** Draws the sign of a status on a square of `size` pixels. */
export const drawSign = (context, status, size) => {
  const [customer, vendor] = SIGNS[status];
  const shift = status === 'related' ? 1.4 : 0;
  context.setTransform(size / 24, 0, 0, size / 24, 0, 0);
  drawMagnet(context, customer, COLORS.customer, shift);
  context.setTransform(-size / 24, 0, 0, size / 24, size, 0);
  drawMagnet(context, vendor, COLORS.vendor, shift);
  if (status !== 'ended') return;
  context.lineWidth = 2;
  context.strokeStyle = COLORS.idle;
  context.beginPath();
  context.moveTo(4, 22);
  context.lineTo(20, 2);
  context.stroke();
};

/** Returns the sign as `action.setIcon` takes it. */
export const iconOf = (status) =>
  Object.fromEntries(
    [16, 32].map((size) => {
      const context = new OffscreenCanvas(size, size).getContext('2d');
      drawSign(context, status, size);
      return [size, context.getImageData(0, 0, size, size)];
    }),
  );

export { answer as OPTIONS, answer as POST } from '../vendor';

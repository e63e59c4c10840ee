export { answer as GET } from '../../vendor';

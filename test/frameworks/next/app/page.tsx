'use client';
import { App } from '../src/app';

const Page = () => <App accepts="SD-BASE SD-BASE-DP" />;

export default Page;

const Page = () => <h1>Relate by hand</h1>;

export default Page;

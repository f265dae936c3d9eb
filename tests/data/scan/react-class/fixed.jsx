import { Component } from "react";

class Html extends Component {
    render() {
        return <div>{this.props.html}</div>;
    }
}

export const Answer = ({ toolOutput }) => <Html html={toolOutput} />;

import { Component } from "react";

class Html extends Component {
    render() {
        return <div dangerouslySetInnerHTML={{ __html: this.props.html }} />;
    }
}

export const Answer = ({ toolOutput }) => <Html html={toolOutput} />;

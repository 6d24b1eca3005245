package org.mikey4j.cli.report;

/** Text as HTML. Everything that comes from a message or a file passes through here. */
final class Html {
    private Html() {}

    /** The text, for the content of elements and for attributes in double quotation marks. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c);
            }
        }
        return out.toString();
    }

    /** An element with text in it. */
    static String element(String name, String cssClass, String text) {
        return "<" + name + (cssClass.isEmpty() ? "" : " class=\"" + cssClass + "\"") + ">" + escape(text) + "</" + name
                + ">";
    }
}

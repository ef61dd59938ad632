package org.modeltree.agents;

/**
 * Answer of a tool.
 *
 * @param text what a language model reads, in at most {@value #MAX_LENGTH} characters
 * @param structured the same for programs; an object that is written as JSON
 */
record AgentAnswer(String text, Object structured) {

    /** Longest text of an answer, in characters, unless more is asked for. */
    static final int MAX_LENGTH = 2_000;

    private static final String NO_LINK = "The query is too long to be shown as a link.";

    private static final String CUT = "\n… (cut; ask for less, or follow a link)\n";

    /** An answer whose text is cut in the middle if it is too long; its end, which has the links, stays. */
    static AgentAnswer of(CharSequence text, String allLinks, Object structured) {
        // Those of a long query would leave no room for what it finds.
        String links = allLinks.length() > MAX_LENGTH / 2 ? NO_LINK : allLinks;
        String all = text.toString().strip();
        int room = MAX_LENGTH - links.length() - CUT.length();
        String body = all.length() <= room ? all + "\n" : all.substring(0, lineEnd(all, room)) + CUT;
        return new AgentAnswer(body + links, structured);
    }

    /** End of the last whole line before a position; the position itself, not within a character, if there is none. */
    private static int lineEnd(String text, int position) {
        int end = text.lastIndexOf('\n', Math.max(0, position));
        if (end > 0) {
            return end;
        }
        int at = Math.max(0, position);
        return at > 0 && Character.isHighSurrogate(text.charAt(at - 1)) ? at - 1 : at;
    }
}

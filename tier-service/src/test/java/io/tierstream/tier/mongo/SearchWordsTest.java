package io.tierstream.tier.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchWordsTest {

    @Test
    void shouldBeTheWordsOfIdAndNameInLowerCase() {
        assertThat(SearchWords.of("C-17", "Nordlicht GmbH")).containsExactly("c-17", "c", "17", "nordlicht", "gmbh");
    }

    @Test
    void shouldBeginAtEveryCharacterWhereWordsHaveNoSpaces() {
        assertThat(SearchWords.of("x", "上海机械")).containsExactly("x", "上海机械", "海机械", "机械", "械");
    }

    @Test
    void shouldBeBoundedHoweverLongTheName() {
        assertThat(SearchWords.of("x", "字".repeat(300))).hasSize(40);
        assertThat(SearchWords.of("x", "w".repeat(300))).allMatch(word -> word.length() <= 64);
    }

    @Test
    void shouldTakeFullWidthLettersForLetters() {
        assertThat(SearchWords.ofSearch("ＡＢＣ")).containsExactly("abc");
    }

    @Test
    void shouldSearchForNothingWhenThereIsNothingToLookFor() {
        assertThat(SearchWords.ofSearch("  ")).isEmpty();
    }
}

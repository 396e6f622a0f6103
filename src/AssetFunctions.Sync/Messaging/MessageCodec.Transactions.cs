using System.Text.Json;

namespace AssetFunctions.Sync.Messaging;

public static partial class MessageCodec
{
    static TransactionsMessage DecodeTransactions(string text)
    {
        var page = Parse(() => JsonSerializer.Deserialize(text, MessageJson.Default.TransactionsMessage));
        RequireVersion(page.Version, TransactionsMessage.CurrentVersion);
        RequireRunId(page.RunId);
        var mistake = page.Page < 0 ? "'page' must not be negative"
            : page.Attempts < 0 ? "'attempts' must not be negative"
            : page.Cursor?.Length is 0 or > MessageLimits.MaxCursorLength ? $"'cursor' must be 1 to {MessageLimits.MaxCursorLength} characters"
            : page.Page == 0 && (page.Cursor ?? (object?)page.From ?? page.To) is not null ? "the first page must have neither bounds nor a cursor"
            : page.From > page.To ? "'from' must not be after 'to'"
            : null;
        return mistake is null ? page with { Wallet = RequireWallet(page.Wallet) } : throw new MessageFormatException(mistake);
    }
}

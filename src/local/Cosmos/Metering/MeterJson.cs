using System.Buffers;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Metering;

/// <summary>The JSON form of a meter snapshot.</summary>
static class MeterJson
{
    public static byte[] Write(MeterSnapshot snapshot)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("requests", snapshot.Requests);
            writer.WriteNumber("dataRequests", snapshot.DataRequests);
            writer.WriteNumber("metadataRequests", snapshot.MetadataRequests);
            writer.WriteNumber("requestUnits", Math.Round(snapshot.RequestUnits, 2));
            writer.WriteStartArray("rows");
            foreach (var row in snapshot.Rows)
            {
                writer.WriteStartObject();
                writer.WriteString("operation", row.Operation.ToString());
                writer.WriteString("container", row.Container);
                writer.WriteNumber("status", row.Status);
                writer.WriteString("client", row.Client);
                writer.WriteNumber("requests", row.Requests);
                writer.WriteNumber("requestUnits", row.RequestUnits);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

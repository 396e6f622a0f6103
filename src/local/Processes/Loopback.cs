using System.Net;
using System.Net.Sockets;

namespace AssetFunctions.Local.Processes;

/// <summary>Ports on 127.0.0.1.</summary>
public static class Loopback
{
    /// <summary>Returns <paramref name="preferred"/> if it is free, otherwise any free port.</summary>
    public static int ChoosePort(int preferred)
    {
        try
        {
            return Probe(preferred);
        }
        catch (SocketException)
        {
            return Probe(0);
        }
    }

    public static async Task<bool> AcceptsAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    static int Probe(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.ExclusiveAddressUse = true;
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
